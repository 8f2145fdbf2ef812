"""Windows of a running interview: light looks at two seconds of sound and one picture, answered at once."""
