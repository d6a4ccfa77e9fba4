"""Text that means harm, on its way through every path into real pages."""
