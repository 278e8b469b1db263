export default {
  title: 'Desk for those copied', note: 'Only what was given, held and served; no drafts', print: 'Print', orders: 'Open orders', packs: 'Last meetings held (packs frozen)', conclusions: 'Last conclusions served', none: 'None', more: 'All', pack: 'Pack', asOf: 'held {0}', served: 'served', tasks: 'Lights of tasks', matter: 'Matter', unit: 'Unit', due: 'Due', xlsx: 'Export to Excel', noPlan: 'No plan is confirmed yet'
}
