"""A site of a few lines, and a script for it."""

from __future__ import annotations

PAGE = """<!DOCTYPE html><html><head><title>t</title>
<style>#far{position:absolute;left:700px;top:40px}</style></head><body>
<h1>Tea &amp; <em>co</em></h1><p style="display:none">secret</p><p style="visibility:hidden">unseen</p>
<label for="kind">Kind of tea</label><select id="kind"><option>Black</option><option>Green</option></select>
<div><label for="note">Note</label><input id="note" placeholder="A wish" value="none">
<input type="checkbox" id="ice"><label for="ice">With ice</label></div>
<ul><li>Small <button onclick="order('small')">Order</button></li>
<li>Large <button onclick="order('large')"><span>Order</span></button></li></ul>
<a id="far" href="#x" aria-label="Far away">→</a>
<div id="out" tabindex="0" onmouseover="this.textContent='hovered'">nothing yet</div>
<script>
const $ = id => document.getElementById(id);
function order(size) {
  localStorage.n = 1 + Number(localStorage.n || 0);
  const ice = $('ice').checked ? 'iced ' : '';
  $('out').textContent = [size, $('kind').value, $('note').value, ice].join(' ') + localStorage.n;
}
</script>
</body></html>"""

SCRIPT = """
website = "teahouse"
domain = "Food"
subdomain = "Tea"
start = "index.html"
split = "test_domain"
[[task]]
task = "Order a large green tea with ice and the note hot."
steps = ["SELECT Kind of tea = Green", "TYPE A wish = hot", "CLICK With ice", "CLICK Order @ Large"]
expect = "large Green hot iced 1"
[[task]]
task = "Order a small black tea."
steps = ["CLICK Order @ Small"]
expect = "small Black none 1"
split = "train"
[[task]]
task = "Hover over the result, then press enter on the link."
steps = ["HOVER nothing yet", "ENTER Far away"]
expect = "hovered"
"""
