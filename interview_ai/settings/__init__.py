"""Settings. `local` is the embedded default, `production` scales out, `test` is for the suite; all stand on `base`."""
