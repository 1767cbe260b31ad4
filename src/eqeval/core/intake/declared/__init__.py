"""What a county declares in the sentences and counts of the application form, read by the words around a figure."""
