{{ from_vendors('loss_reasons') }}
