"""Documents as issued, and the plan files drafted from them."""
