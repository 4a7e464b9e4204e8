// The metrics as dbt_project/models/metrics defines them: names, words, formulas. Written by
// python -m orchestration.metrics.written; change them there.

const CATALOGUE = {
  "calls_in_count": {
    "ru": "Входящие звонки",
    "en": "Incoming calls",
    "how_ru": "Входящие разговоры, с пропущенными.",
    "how_en": "Incoming conversations, missed ones too.",
    "unit": "count",
    "direction": "none",
    "tier": 2,
    "is_planned": false
  },
  "calls_out_count": {
    "ru": "Исходящие звонки",
    "en": "Outgoing calls",
    "how_ru": "Исходящие разговоры, и без ответа тоже.",
    "how_en": "Outgoing conversations, answered or not.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "calls_missed_count": {
    "ru": "Пропущенные звонки",
    "en": "Missed calls",
    "how_ru": "Входящие разговоры, на которые никто не ответил.",
    "how_en": "Incoming conversations that nobody answered.",
    "unit": "count",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "calls_missed_not_recalled_count": {
    "ru": "Не перезвонили",
    "en": "Missed and not recalled",
    "how_ru": "Пропущенные звонки, по которым не перезвонили за отведённые часы; пока это открыто хотя бы для одного, нет данных.",
    "how_en": "Missed calls that nobody recalled within the hours of the setting; null while that is open for one of them.",
    "unit": "count",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "talk_seconds": {
    "ru": "Разговоры, с",
    "en": "Talk",
    "how_ru": "Разговоры в обе стороны, в секундах.",
    "how_en": "Talk of both directions, in seconds.",
    "unit": "seconds",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "meetings_planned_count": {
    "ru": "Встречи, план",
    "en": "Meetings planned",
    "how_ru": "Встречи со сроком в этот день.",
    "how_en": "Meetings due on the day.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "meetings_held_count": {
    "ru": "Встречи, факт",
    "en": "Meetings held",
    "how_ru": "Встречи, проведённые в этот день.",
    "how_en": "Meetings held on the day.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "messages_count": {
    "ru": "Сообщения",
    "en": "Messages",
    "how_ru": "Сообщения, отправленные из CRM.",
    "how_en": "Messages sent from the CRM.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "backlog_start_count": {
    "ru": "Необработанные на начало",
    "en": "Unprocessed at the start",
    "how_ru": "Обращения на первом шаге в начале дня.",
    "how_en": "Leads in the step `lead` at the start of the day.",
    "unit": "count",
    "direction": "lower",
    "tier": 3,
    "is_planned": false
  },
  "processed_count": {
    "ru": "Обработано",
    "en": "Processed",
    "how_ru": "Обращения, ушедшие с первого шага в этот день.",
    "how_en": "Leads that left the step `lead` on the day.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "backlog_end_count": {
    "ru": "Необработанные на конец",
    "en": "Unprocessed at the end",
    "how_ru": "Обращения на первом шаге в конце дня.",
    "how_en": "Leads in the step `lead` at the end of the day.",
    "unit": "count",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "response_minutes_median": {
    "ru": "Первый ответ, медиана",
    "en": "First answer, median",
    "how_ru": "Медиана рабочих минут от создания обращения до первого ответа по отвеченным; пока хотя бы об одном неизвестно, нет данных.",
    "how_en": "Median working minutes from a lead's creation to its first answer, of the leads that have one; null while any lead's is not known.",
    "unit": "minutes",
    "direction": "lower",
    "tier": 1,
    "is_planned": false
  },
  "leads_waiting_count": {
    "ru": "Обращения без ответа",
    "en": "Leads waiting",
    "how_ru": "Обращения, на которые к моменту расчёта никто не ответил.",
    "how_en": "Leads that nobody has answered by the as-of instant.",
    "unit": "count",
    "direction": "lower",
    "tier": 3,
    "is_planned": false
  },
  "spend_amount": {
    "ru": "Расход без НДС",
    "en": "Advertising spend",
    "how_ru": "Реклама без НДС.",
    "how_en": "Advertising net of VAT.",
    "unit": "money",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "other_costs_amount": {
    "ru": "Прочие затраты",
    "en": "Other costs",
    "how_ru": "Зарплата и прочие затраты из ручного источника.",
    "how_en": "Payroll and other costs of the manual source.",
    "unit": "money",
    "direction": "lower",
    "tier": 3,
    "is_planned": false
  },
  "net_amount": {
    "ru": "Отгрузки без НДС",
    "en": "Shipments net of VAT",
    "how_ru": "Отгрузки за вычетом возвратов, без НДС.",
    "how_en": "Shipments less returns, net of VAT.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "net_known_cost_amount": {
    "ru": "Отгрузки с известной себестоимостью",
    "en": "Shipments whose cost is known",
    "how_ru": "Часть отгрузок без НДС, себестоимость которых известна.",
    "how_en": "The part of the shipments net of VAT whose cost is known.",
    "unit": "money",
    "direction": "none",
    "tier": 3,
    "is_planned": false
  },
  "margin_amount": {
    "ru": "Валовая прибыль",
    "en": "Gross margin",
    "how_ru": "Маржа отгрузок с известной себестоимостью; если ни одна себестоимость не известна, нет данных.",
    "how_en": "Margin of the shipments whose cost is known; null where goods were shipped and no cost is known.",
    "unit": "money",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "new_customers_count": {
    "ru": "Новые клиенты",
    "en": "New customers",
    "how_ru": "Клиенты, впервые заплатившие в этом месяце; если это не известно, нет данных.",
    "how_en": "Customers whose first payment ever fell into the month; null where that is not known.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "full_costs_amount": {
    "ru": "Расход и прочие затраты",
    "en": "Spend and other costs",
    "how_ru": "Реклама + прочие затраты.",
    "how_en": "Advertising spend + other costs.",
    "unit": "money",
    "direction": "lower",
    "tier": 3,
    "is_planned": false,
    "terms": {
      "spend_amount": 1,
      "other_costs_amount": 1
    }
  },
  "margin_after_spend_amount": {
    "ru": "Прибыль после рекламы",
    "en": "Margin after advertising",
    "how_ru": "Валовая прибыль − расход на рекламу.",
    "how_en": "Gross margin − advertising spend.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false,
    "terms": {
      "margin_amount": 1,
      "spend_amount": -1
    }
  },
  "cac_amount": {
    "ru": "Стоимость привлечения клиента",
    "en": "Cost of a new customer",
    "how_ru": "Расход на рекламу ÷ новые клиенты; без новых клиентов нет данных.",
    "how_en": "Advertising spend ÷ new customers; null without new customers.",
    "unit": "money",
    "direction": "lower",
    "tier": 2,
    "is_planned": false,
    "numerator": "spend_amount",
    "denominator": "new_customers_count"
  },
  "full_cac_amount": {
    "ru": "Полная стоимость привлечения",
    "en": "Full cost of a new customer",
    "how_ru": "(Расход на рекламу + прочие затраты) ÷ новые клиенты.",
    "how_en": "(Advertising spend + other costs) ÷ new customers.",
    "unit": "money",
    "direction": "lower",
    "tier": 3,
    "is_planned": false,
    "numerator": "full_costs_amount",
    "denominator": "new_customers_count"
  },
  "romi": {
    "ru": "ROMI",
    "en": "ROMI",
    "how_ru": "(Валовая прибыль − расход на рекламу) ÷ расход на рекламу; без расхода нет данных.",
    "how_en": "(Gross margin − advertising spend) ÷ advertising spend; null without spend.",
    "unit": "share",
    "direction": "higher",
    "tier": 2,
    "is_planned": false,
    "numerator": "margin_after_spend_amount",
    "denominator": "spend_amount"
  },
  "known_cost_share": {
    "ru": "Доля отгрузок с известной себестоимостью",
    "en": "Shipments whose cost is known, share",
    "how_ru": "Отгрузки с известной себестоимостью ÷ все отгрузки, без НДС.",
    "how_en": "Shipments whose cost is known ÷ all shipments, net of VAT.",
    "unit": "share",
    "direction": "higher",
    "tier": 3,
    "is_planned": false,
    "numerator": "net_known_cost_amount",
    "denominator": "net_amount"
  },
  "deals_won_count": {
    "ru": "Выигранные сделки",
    "en": "Deals won",
    "how_ru": "Выигранные сделки по дате выигрыша.",
    "how_en": "Won deals by won date.",
    "unit": "count",
    "direction": "higher",
    "tier": 1,
    "is_planned": true
  },
  "deals_lost_count": {
    "ru": "Проигранные сделки",
    "en": "Deals lost",
    "how_ru": "Проигранные сделки по дате проигрыша. «Закрыто и не реализовано» в CRM = проигранные + мусор.",
    "how_en": "Lost deals by lost date. The CRM's \"closed and not realised\" = lost + junk.",
    "unit": "count",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "contracts_count": {
    "ru": "Договоры",
    "en": "Contracts",
    "how_ru": "Договоры по их дате.",
    "how_en": "Contracts by their date.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": true
  },
  "revenue_booked_amount": {
    "ru": "Сумма выигранных сделок (CRM)",
    "en": "Revenue booked",
    "how_ru": "Нынешняя сумма выигранных сделок по дате выигрыша (с копейками, если CRM их даёт).",
    "how_en": "Current amount of won deals at the won date (the amount with kopecks where the CRM gives it).",
    "unit": "money",
    "direction": "higher",
    "tier": 1,
    "is_planned": true
  },
  "sales_cycle_days": {
    "ru": "Длительность цикла",
    "en": "Sales cycle",
    "how_ru": "Медиана: дата выигрыша − дата создания, в днях, по сделкам, выигранным в эти даты.",
    "how_en": "Median of won date − created date, in days, of the deals won on the dates.",
    "unit": "days",
    "direction": "lower",
    "tier": 2,
    "is_planned": false
  },
  "conversion_period": {
    "ru": "Конверсия периода",
    "en": "Conversion of the period",
    "how_ru": "Сделки, выигранные в периоде ÷ обращения без мусора, созданные в периоде.",
    "how_en": "Deals won in the period ÷ clean leads created in the period.",
    "unit": "share",
    "direction": "higher",
    "tier": 1,
    "is_planned": false,
    "numerator": "deals_won_count",
    "denominator": "clean_leads_count"
  },
  "cohort_reached_count": {
    "ru": "Дошли (когорта)",
    "en": "Reached the step (cohort)",
    "how_ru": "Обращения без мусора, созданные в эти даты, которые к моменту расчёта дошли до шага; смотреть по шагам.",
    "how_en": "Clean leads created on the dates that have reached the step by the as-of instant; to be asked for by step.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "cohort_clean_leads_count": {
    "ru": "Обращения без мусора (когорта)",
    "en": "Clean leads of the cohort",
    "how_ru": "Обращения без мусора, созданные в эти даты, повторены на каждом шаге; смотреть по шагам.",
    "how_en": "Clean leads created on the dates, repeated on every step; to be asked for by step.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "period_reached_count": {
    "ru": "Дошли за день",
    "en": "Reached the step on the day",
    "how_ru": "Сделки, в эти даты впервые вошедшие в шаг или дальше; смотреть по шагам.",
    "how_en": "Deals that on the dates entered the step or a later one for the first time; to be asked for by step.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": false
  },
  "entered_count": {
    "ru": "Вошло",
    "en": "Entered the stage",
    "how_ru": "Визиты в этапы, начатые в этот день.",
    "how_en": "Visits of stages that started on the day.",
    "unit": "count",
    "direction": "none",
    "tier": 3,
    "is_planned": false
  },
  "standing_count": {
    "ru": "Стоит на конец дня",
    "en": "Standing in the stage",
    "how_ru": "Визиты, открытые на конец дня.",
    "how_en": "Visits that were open at the end of the day.",
    "unit": "count",
    "direction": "none",
    "tier": 3,
    "is_planned": false
  },
  "standing_amount": {
    "ru": "Стоит, сумма",
    "en": "Standing in the stage, amount",
    "how_ru": "Нынешние суммы сделок, стоявших в этапе на конец дня.",
    "how_en": "Current amounts of the deals that stood in the stage at the end of the day.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "conversion_cohort": {
    "ru": "Конверсия когорты",
    "en": "Conversion of the cohort",
    "how_ru": "Какая доля обращений без мусора, созданных в эти даты, дошла до шага к моменту расчёта; смотреть по шагам.",
    "how_en": "Of the clean leads created on the dates, the share that reached the step by the as-of instant; to be asked for by step.",
    "unit": "share",
    "direction": "higher",
    "tier": 2,
    "is_planned": false,
    "numerator": "cohort_reached_count",
    "denominator": "cohort_clean_leads_count"
  },
  "leads_count": {
    "ru": "Обращения",
    "en": "Leads",
    "how_ru": "Живые обращения по дате создания.",
    "how_en": "Live leads by created date.",
    "unit": "count",
    "direction": "higher",
    "tier": 2,
    "is_planned": true
  },
  "clean_leads_count": {
    "ru": "Обращения без мусора",
    "en": "Clean leads",
    "how_ru": "Обращения, которые на сегодня не считаются мусором, по дате создания.",
    "how_en": "Leads that are not junk as of now, by created date.",
    "unit": "count",
    "direction": "higher",
    "tier": 1,
    "is_planned": true
  },
  "junk_leads_count": {
    "ru": "Мусор",
    "en": "Junk leads",
    "how_ru": "Обращения, которые на сегодня считаются мусором, по дате создания.",
    "how_en": "Leads that are junk as of now, by created date.",
    "unit": "count",
    "direction": "lower",
    "tier": 3,
    "is_planned": false
  },
  "junk_share": {
    "ru": "Доля мусора",
    "en": "Share of junk",
    "how_ru": "Мусор ÷ обращения, созданные в эти даты.",
    "how_en": "Junk leads ÷ leads, both created on the dates.",
    "unit": "share",
    "direction": "lower",
    "tier": 3,
    "is_planned": false,
    "numerator": "junk_leads_count",
    "denominator": "leads_count"
  },
  "revenue_paid_amount": {
    "ru": "Поступления",
    "en": "Revenue paid",
    "how_ru": "Оплаты за вычетом возвратов по дате оплаты.",
    "how_en": "Payments less refunds at the payment date.",
    "unit": "money",
    "direction": "higher",
    "tier": 1,
    "is_planned": true
  },
  "revenue_linked_amount": {
    "ru": "Поступления по сделкам",
    "en": "Revenue paid of deals",
    "how_ru": "Оплаты за вычетом возвратов, связанные со сделкой.",
    "how_en": "Payments less refunds that are linked to a deal.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "payments_count": {
    "ru": "Платежи",
    "en": "Payments",
    "how_ru": "Строки входящих оплат.",
    "how_en": "Incoming payment lines.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "paying_deals_count": {
    "ru": "Оплаченные сделки",
    "en": "Paid deals",
    "how_ru": "Разные сделки с входящей оплатой в периоде.",
    "how_en": "Distinct deals with an incoming payment in the period.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "paying_customers_count": {
    "ru": "Платящие клиенты",
    "en": "Paying customers",
    "how_ru": "Разные клиенты с входящей оплатой в периоде.",
    "how_en": "Distinct customers with an incoming payment in the period.",
    "unit": "count",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "average_ticket_amount": {
    "ru": "Средний чек (на сделку)",
    "en": "Average ticket of a deal",
    "how_ru": "Поступления по сделкам ÷ разные сделки с оплатой в периоде.",
    "how_en": "Linked revenue paid ÷ distinct deals with a payment in the period.",
    "unit": "money",
    "direction": "higher",
    "tier": 1,
    "is_planned": false,
    "numerator": "revenue_linked_amount",
    "denominator": "paying_deals_count"
  },
  "revenue_per_customer_amount": {
    "ru": "Средний чек (на клиента)",
    "en": "Average ticket of a customer",
    "how_ru": "Поступления ÷ разные платящие клиенты.",
    "how_en": "Revenue paid ÷ distinct paying customers.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false,
    "numerator": "revenue_paid_amount",
    "denominator": "paying_customers_count"
  },
  "expected_amount": {
    "ru": "Ожидается",
    "en": "Expected",
    "how_ru": "Чего на утро не хватает по графикам оплат; утра не складываются.",
    "how_en": "What the instalments of the morning still lack; mornings do not add up.",
    "unit": "money",
    "direction": "none",
    "tier": 2,
    "is_planned": false
  },
  "promised_amount": {
    "ru": "Обещано на день",
    "en": "Promised for the day",
    "how_ru": "Что утром ожидалось на тот же день, по завершившимся дням.",
    "how_en": "What was expected for a day on its own morning, of the days that are over.",
    "unit": "money",
    "direction": "none",
    "tier": 3,
    "is_planned": false
  },
  "kept_promises_amount": {
    "ru": "Пришло в срок",
    "en": "Kept of the promised",
    "how_ru": "Что пришло в срок из ожидавшегося утром на тот же день.",
    "how_en": "What had come by the due date of what was expected for a day on its own morning.",
    "unit": "money",
    "direction": "higher",
    "tier": 3,
    "is_planned": false
  },
  "kept_share": {
    "ru": "Доля пришедшего в срок",
    "en": "Share of the promised that was kept",
    "how_ru": "Пришло в срок ÷ обещано на день.",
    "how_en": "Kept of the promised ÷ promised for the day.",
    "unit": "share",
    "direction": "higher",
    "tier": 3,
    "is_planned": false,
    "numerator": "kept_promises_amount",
    "denominator": "promised_amount"
  }
};
