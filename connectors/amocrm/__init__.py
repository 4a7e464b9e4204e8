"""Parts of amoCRM's connector that need no connection of their own."""
