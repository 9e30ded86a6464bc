"""Areas of England: their codes, how they nest, how they change from one vintage to the next, where they lie."""
