"""The API of Yandex Metrica over the visits of the pretend company's site."""
