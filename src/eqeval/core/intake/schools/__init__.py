"""Sites become schools: what is one school, of what type, with which sections and classes."""
