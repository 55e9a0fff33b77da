"""Alliances, procedures, toolbox, peer consultation, knowledge base: built in later steps."""
