"""The figures of demos: drawn by matplotlib in the child, passed on as plain values, painted by the screens."""
