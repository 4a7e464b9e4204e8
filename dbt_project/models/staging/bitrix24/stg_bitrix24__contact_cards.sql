{{ config(unique_key='record_key') }}

{{ bitrix24_party_cards('contacts', 'contact') }}
