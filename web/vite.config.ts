import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import { apiSchemas } from './build/api_schemas'
import { precompress } from './build/precompress'

export default defineConfig({
  plugins: [
    vue(),
    components({ dts: 'src/components.d.ts', dirs: ['src/shared'], resolvers: [ElementPlusResolver()] }),
    apiSchemas(),
    precompress()
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    // Messages are compiled without eval: the content security policy forbids it.
    __INTLIFY_JIT_COMPILATION__: true,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false
  },
  build: {
    target: 'es2020',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks: (id) => (/node_modules\/(vue|@vue|vue-router|pinia|vue-i18n|@intlify)\//.test(id) ? 'vue' : undefined)
      }
    }
  },
  server: { proxy: { '/api': process.env.LUOSHI_SERVER ?? 'http://127.0.0.1:8080' } },
  test: { include: ['{src,build}/**/*.test.ts'] }
})
