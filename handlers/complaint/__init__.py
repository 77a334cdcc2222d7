"""Wage complaints 欠薪 and what comes after them."""
