"""What pages of the admin are made of; the pages themselves are in the `admin` of each app."""
