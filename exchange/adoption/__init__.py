"""What texts have in common that a body adopts: the forms around it, and versions compared."""
