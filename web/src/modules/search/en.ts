export default {
  title: 'Search', note: 'tasks, clauses, indicators and units at once; several words, parted by blanks, must all be there', placeholder: 'words of a task, clause, indicator or unit', look: 'Search', hint: 'A few characters are enough; arrows choose, Enter goes there; several words, parted by blanks, must all be there',
  kinds: { task: 'Tasks', clause: 'Clauses', indicator: 'Indicators', unit: 'Units' }, more: 'More', allKinds: 'Search all kinds', first: 'Only the first {0}: add words', nothing: 'Nothing found: use fewer or other words', recent: 'Recent', button: 'Search', keys: '/ or Ctrl+K to search'
}
