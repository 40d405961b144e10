from celery import shared_task

from .models import Order


@shared_task
def count_orders(title: str | None = None) -> int:
    """Count the orders of a title, or all."""
    orders = Order.objects.all()
    return orders.filter(title=title).count() if title else orders.count()


@shared_task
def send_invoice(order_id: int, *, copies: int = 1) -> bool:
    return True


@shared_task
def rename(order: Order, title):
    """A hint that is no JSON: whoever sends it sends a pickle."""
