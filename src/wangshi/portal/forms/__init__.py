"""Forms of the portal: a text, a table, what is carried to the download, a token, a reason."""
