export default {
  title: 'Desk for those copied', note: 'Only what was given, held and served; no drafts', print: 'Print', orders: 'Open orders', packs: 'Last meetings held (packs frozen)', conclusions: 'Last conclusions served', none: 'None', more: 'All', ledger: 'Ledger of orders', count: '{0} orders', first: 'the first {0} are below', allOf: 'All orders of the light {0}', pack: 'Pack', asOf: 'held {0}', served: 'served', tasks: 'Lights of tasks', matter: 'Matter', unit: 'Unit', due: 'Due', xlsx: 'Export to Excel', noPlan: 'No plan is confirmed yet'
}
