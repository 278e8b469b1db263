export default {
  title: 'Figures', note: 'approved figures only; blank means not reported, not zero',
  views: { board: 'Board', trend: 'Trend and comparison', ranking: 'Ranking', outlook: 'Outlook' },
  indicators: 'Indicators', pickIndicators: 'Choose indicators', under: 'Below unit', wholeCity: 'Whole city', level: 'Unit level', direct: 'directly below', units: 'Units to compare (up to six)',
  levels: { city: 'city', county: 'counties', city_department: 'city departments', county_department: 'county departments', town: 'towns', village: 'villages', other: 'other' },
  from: 'From', to: 'To', step: 'Time', steps: { month: 'by month', quarter: 'by quarter', half_year: 'by half-year', year: 'by year' },
  over: 'Figure', overs: { span: 'of the period', year_to_date: 'year to date' }, asOf: 'As approved by', borders: 'units as they stood then', more: 'More conditions',
  unit: 'Unit', whole: 'Whole city', coverage: '{0} of {1} reported', missing: 'not reported', hidden: 'not in your reach', xlsx: 'Excel', csv: 'CSV',
  place: 'Place', value: 'Value', placeBefore: 'Place before', movement: 'Movement', up: 'up {0}', down: 'down {0}', same: 'same', fresh: 'not ranked before', noPlace: 'not reported, not ranked',
  breakdown: '{0}: {1} ({2})', parts: 'Made of', missingUnits: 'Not reported ({0})', noMissing: 'Everybody who should has reported', toReport: 'Report', toIndicator: 'Definition, targets and corrections', own: 'its own report', formula: 'Computed', watermark: 'data version {0}',
  chart: '{0}: course', none: 'Choose an indicator first', noUnits: 'No unit fits', calls: 'Calls most worth making (at most ten)', callsNote: 'if the unit does {0}% more from now on; by how much the chance of missing falls', call: '{0}, {1}: chance of missing from {2}% to {3}%', callsNone: 'No call would change much', outlookNote: 'As of {0}; inferred from how years went, a judgement, not a statistic', outlookNone: 'No target of this year can be forecast now', miss: 'Chance of missing', expected: 'Expected at year end (8 in 10)', paceSoFar: 'a month so far', paceNeeded: 'needed a month', riskHigh: 'likely missed', riskMiddle: 'uncertain', riskLow: 'likely met', opensParts: 'opens what it is made of'
}
