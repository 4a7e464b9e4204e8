"""Truth of attribution: what each touch of a deal gets by four models, and what months and channels get."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.marketing import reported_spend
from sandbox.truth.people import business_date
from sandbox.truth.rules import CHANNEL_OF_ADS, NONE
from sandbox.truth.touches import NOWHERE, Place, Touch, Touches

MODELS = ("last_non_direct", "first", "linear", "position")
WINDOW = timedelta(days=90)
MILLIONTH, ONE, ZERO = Decimal("0.000001"), Decimal(1), Decimal(0)
Credits = list[tuple[int, Touch, Decimal]]
"""touch number, touch, credit; all of one deal and model sum to 1"""
Sums = dict[tuple[date | Key, ...], Decimal]


def attribution_cells(books: Books, touches: Touches) -> dict[str, Cells]:
    """Return credits by deal, touch and model, and what they make of each month, model and channel."""
    credits = {
        (deal.key, model): credits_of(deal, model, touches, books.as_of)
        for deal in books.deals
        for model in MODELS
    }
    cells = {
        "touch_credit": to_cells(
            {
                (deal, number, model): str(credit)
                for (deal, model), found in credits.items()
                for number, _, credit in found
                if credit
            }
        )
    }
    sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
    for measure, day, model, place, value in _parts(books, credits):
        if day <= books.last_day:
            sums[measure][day.replace(day=1), model, *place] += value
    for measure in ("won", "booked", "paid", "spend"):
        kept = {key: value for key, value in sums[measure].items() if value}
        cells[f"attribution_{measure}"] = to_cells({key: str(value) for key, value in kept.items()})
    return cells


def credits_of(deal: Deal, model: str, touches: Touches, as_of: datetime) -> Credits:
    """Return what each touch gets that can have credit; one with a channel at most 90 days before the end."""
    since = (deal.won_at or as_of) - WINDOW
    numbered = list(enumerate(touches.by_deal[deal.key], start=1))
    counted = [one for one in numbered if one[1].channel != NONE and one[1].at >= since]
    if not counted:
        named = [one for one in numbered if one[1].channel != NONE]
        counted = [named[-1] if named else next(one for one in numbered if one[1].kind == "lead")]
    shares = _shares(model, len(counted))
    shares[-1] = ONE - sum(shares[:-1], ZERO)
    return [(number, touch, share) for (number, touch), share in zip(counted, shares, strict=True)]


def _shares(model: str, count: int) -> list[Decimal]:
    """Return the shares before the rest goes to the last touch."""
    if model == "last_non_direct":
        return [ZERO] * count
    if model == "first":
        return [ONE] + [ZERO] * (count - 1)
    if model == "linear":
        return [_rounded(ONE / count)] * count
    if count <= 2:
        return [_rounded(ONE / count)] * count
    return [Decimal("0.4")] + [_rounded(Decimal("0.2") / (count - 2))] * (count - 1)


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(MILLIONTH, ROUND_HALF_UP)


def _parts(
    books: Books, credits: dict[tuple[str, str], Credits]
) -> Iterator[tuple[str, date, str, Place, Decimal]]:
    for deal in books.deals:
        if deal.won_at is not None:
            day = business_date(deal.won_at)
            for model in MODELS:
                for _, touch, credit in credits[deal.key, model]:
                    yield "won", day, model, (touch.channel, touch.campaign), credit
                for place, part in _split(deal.amount, credits[deal.key, model]):
                    yield "booked", day, model, place, part
    for receipt in books.receipts:
        for model in MODELS:
            if receipt.deal is None:
                yield "paid", receipt.line.paid_date, model, NOWHERE, receipt.line.known
                continue
            for place, part in _split(receipt.line.known, credits[receipt.deal.key, model]):
                yield "paid", receipt.line.paid_date, model, place, part
    channel = CHANNEL_OF_ADS[books.company.layout.ads]
    for day, campaign, net, _ in reported_spend(books):
        for model in MODELS:
            yield "spend", day, model, (channel, campaign), net


def _split(amount: Decimal, found: Credits) -> Iterator[tuple[Place, Decimal]]:
    """Split an amount whole: each part is the rounded running total less the one before."""
    before = running = ZERO
    for _, touch, credit in found:
        running += credit
        total = round_half_up(amount * running)
        yield (touch.channel, touch.campaign), total - before
        before = total
