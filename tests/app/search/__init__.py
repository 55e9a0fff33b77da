"""The search across KommA."""
