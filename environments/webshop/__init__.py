"""WebShop: finding and buying a product (Yao et al. 2022), in process or in a real browser."""
