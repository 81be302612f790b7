"""The figures of demos: drawn by matplotlib in the child, told as plain values, painted by the screens."""
