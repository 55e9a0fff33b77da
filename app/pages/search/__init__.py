"""One search across everything that the one who is signed in may open."""
