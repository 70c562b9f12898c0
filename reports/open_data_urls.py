"""Where the open data of each network are; the names of the files are those of their tables."""

from django.urls import path

from reports import open_data_views as views

DATA = "transparencia/<slug:slug>/datos/"

OPEN_DATA = [
    path(DATA, views.OpenDataView.as_view(), name="open_data"),
    path(f"{DATA}datos.zip", views.OpenDataZipView.as_view(), name="open_data_zip"),
    path(f"{DATA}diccionario.csv", views.OpenDataDictionaryView.as_view(), name="open_data_dictionary"),
    path(f"{DATA}datapackage.json", views.OpenDataPackageView.as_view(), name="open_data_package"),
    path(f"{DATA}<slug:table>.csv", views.OpenDataCsvView.as_view(), name="open_data_csv"),
    path(f"{DATA}<slug:table>.json", views.OpenDataJsonView.as_view(), name="open_data_json"),
]
