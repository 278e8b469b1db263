/// <reference types="vite/client" />
import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's name. */
    title: string
    /** Permission code the page needs; the server checks again. */
    permission?: string
    /** Shown without menu and without a session. */
    open?: boolean
  }
}
