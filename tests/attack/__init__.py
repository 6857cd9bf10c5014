"""Files made to do harm, made when they are needed and never stored: ``make attack``."""
