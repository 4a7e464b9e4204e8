{{ config(unique_key='record_key') }}

{{ bitrix24_party_cards('companies', 'company') }}
