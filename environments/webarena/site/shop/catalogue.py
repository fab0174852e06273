"""What a visitor without an account sees: categories, search, products, reviews, the contact form."""

from __future__ import annotations

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Pages, Site, Visit, like

SIZE = 12
ORDERS = {
    "position": ("Position", "p.id"),
    "name": ("Product Name", "p.name"),
    "price": ("Price", "p.price"),
    "reviews": ("Number of Reviews", "reviews desc, p.id"),
}
TODAY = "2026-03-16"


def register(site: Site) -> None:
    """Add the pages."""

    def listing(visit: Visit, title: str, where: str, values: list[object], template: str) -> Response:
        order = visit.arg("product_list_order", "position")
        order = order if order in ORDERS else "position"
        low, high = visit.arg("min"), visit.arg("max")
        for text, sign in ((low, ">="), (high, "<=")):
            if text.replace(".", "", 1).isdecimal():
                where, values = f"{where} and p.price {sign} ?", [*values, float(text)]
        statement = (
            "select p.*, (select count(*) from review where product = p.id and status = 'Approved') reviews, "
            "(select avg(stars) from review where product = p.id and status = 'Approved') rating "
            f"from product p where p.enabled = 1 and {where} order by {ORDERS[order][1]}"
        )
        pages = Pages(visit, statement, values, size=SIZE)
        orders = [(visit.link(product_list_order=k, p=None), k, name) for k, (name, _) in ORDERS.items()]
        return site.render(visit, template, title=title, pages=pages, orders=orders, order=order)

    @site.page("/")
    def home(visit: Visit) -> Response:
        return listing(visit, "Home Page", "1", [], "listing.html")

    @site.page("/catalogsearch/result/")
    def search(visit: Visit) -> Response:
        query = visit.arg("q")
        values: list[object] = []
        where = "1" if query else "0"
        for word in query.split():
            where += " and (p.name like ? escape '\\' or p.sku like ? escape '\\')"
            values += [like(word), like(word)]
        return listing(visit, f"Search results for: '{query}'", where, values, "listing.html")

    @site.page("/<slug>.html")
    def product(visit: Visit, slug: str) -> Response:
        category = visit.one("select * from category where slug = ?", slug)
        if category is not None:
            return listing(visit, category["name"], "p.category = ?", [category["id"]], "listing.html")
        found = visit.one("select * from product where slug = ? and enabled = 1", slug)
        if found is None:
            raise NotFound("The page you requested was not found.")
        reviews = visit.all(
            "select * from review where product = ? and status = 'Approved' order by date, id", found["id"]
        )
        category = visit.found("select * from category where id = ?", found["category"])
        return site.render(
            visit, "product.html", title=found["name"], product=found, category=category, reviews=reviews
        )

    @site.page("/review/product/post/id/<int:number>/", methods=("POST",))
    def review(visit: Visit, number: int) -> Response:
        found = visit.found("select * from product where id = ?", number)
        stars, texts = visit.field("ratings"), [visit.field(n) for n in ("nickname", "title", "detail")]
        if stars not in ("1", "2", "3", "4", "5") or not all(texts):
            visit.note("Please fill in every field of the review, the rating too.")
        else:
            visit.run(
                "insert into review(product, nickname, title, text, stars, status, date) "
                "values (?, ?, ?, ?, ?, 'Pending', ?)",
                number, *texts, int(stars), TODAY,
            )  # fmt: skip
            visit.note("You submitted your review for moderation.")
        return visit.go(f"/{found['slug']}.html")

    @site.page("/contact/", methods=("GET", "POST"))
    def contact(visit: Visit) -> Response:
        if visit.request.method == "POST":
            name, mail, text = (visit.field(n) for n in ("name", "email", "comment"))
            if name and mail and text:
                visit.run("insert into message(name, email, text) values (?, ?, ?)", name, mail, text)
                visit.note("Thanks for contacting us. We will answer you soon.")
            return visit.go("/contact/")
        return site.render(visit, "contact.html", title="Contact Us")
