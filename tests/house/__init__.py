"""Test tools that every package shares: servers, a browser, and counts of what ran where."""
