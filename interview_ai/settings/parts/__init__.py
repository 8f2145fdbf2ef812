"""One file per concern; `base` puts them together. Everything a site may set comes from the environment."""
