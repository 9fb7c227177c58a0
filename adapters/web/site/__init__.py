"""The pages for everybody and for those who are signed in, made on the server: no script is needed. `pages.routes` is the way in."""
