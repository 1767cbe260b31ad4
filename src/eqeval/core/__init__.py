"""The pure core: a standard and a census in, a finished report out; no file, clock or terminal."""
