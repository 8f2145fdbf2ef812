"""What a candidate agrees to, asks for and is granted."""
