import { createI18n } from 'vue-i18n'
import { ref } from 'vue'
import zh, { type Messages } from './messages/zh'

export type Locale = 'zh-CN' | 'en'
const kept = 'luoshi.locale'

export const i18n = createI18n<[Messages], Locale, false>({ legacy: false, locale: 'zh-CN', fallbackLocale: 'zh-CN', messages: { 'zh-CN': zh } as never })
export const locale = ref<Locale>('zh-CN')

/** English words are fetched when first asked for. */
export async function setLocale(value: Locale) {
  localStorage.setItem(kept, value) // at once: the reader may go on before the words are there
  if (value === 'en') i18n.global.setLocaleMessage('en', (await import('./messages/en')).default)
  i18n.global.locale.value = value
  locale.value = value
  document.documentElement.lang = value
}

export function keptLocale(): Locale {
  return localStorage.getItem(kept) === 'en' ? 'en' : 'zh-CN'
}
