import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, keptLocale, setLocale } from './i18n'
import { router } from './router'
import './styles/base.css'

async function start() {
  await setLocale(keptLocale())
  createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
}
void start()
