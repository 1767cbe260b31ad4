"""What people write in a standard and in a vocabulary, part by part."""
