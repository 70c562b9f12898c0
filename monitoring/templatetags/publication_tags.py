"""The signs and words of the publication checklist."""

from django import template

from monitoring.check_words import check_sign, detail_words, published_sign

register = template.Library()
register.filter("check_sign", check_sign)
register.filter("check_detail", detail_words)
register.filter("published_sign", published_sign)
