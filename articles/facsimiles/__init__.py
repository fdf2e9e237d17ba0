"""版面图: the printed page as an image. Its PDF is kept as it came; readers get renditions of it."""
