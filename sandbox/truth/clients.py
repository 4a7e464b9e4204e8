"""Truth's cells of new and current clients: what everybody was on the day of a lead, a payment, a sale."""

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, count, to_cells


def client_cells(books: Books) -> dict[str, Cells]:
    """Return the status of every lead, payment line and sold line: current, new or unknown."""
    leads = count((deal.key, books.client_status(deal.customer, deal.created_date)) for deal in books.deals)
    paid = count(
        (receipt.line.key, books.client_status(receipt.customer, receipt.line.paid_date))
        for receipt in books.receipts
    )
    sold = count(
        (line.key, books.client_status(books.customers.of_account(line.counterparty), line.day))
        for line in books.sold_lines
    )
    return {
        "lead_client_status": to_cells(leads),
        "deal_client_status": to_cells(leads),
        "payment_client_status": to_cells(paid),
        "sale_client_status": to_cells(sold),
    }
