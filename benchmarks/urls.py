"""The project's own pages, and the floor beside them."""

from benchmarks.floor import urlpatterns as floor
from config.urls import urlpatterns as own

urlpatterns = [*floor, *own]
