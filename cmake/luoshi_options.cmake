# Compiler warnings, sanitizers, ccache and linker, shared by every target through luoshi_options.
set(LUOSHI_SANITIZE "" CACHE STRING "Sanitizers to build with, comma separated")

find_program(CCACHE ccache)
if(CCACHE)
  # Paths relative to the tree: another checkout finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(luoshi_options INTERFACE)
target_compile_options(luoshi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wduplicated-cond -Wlogical-op -Wextra-semi -Werror
  # gcc 12 reports these on plain string concatenation at -O2 (GCC bug 105651)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(luoshi_options INTERFACE ${CMAKE_SOURCE_DIR}/src)

# -O2 in release: -O3 buys nothing here and costs compile time. Asserts of the library stay on.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_compile_definitions(_GLIBCXX_ASSERTIONS)

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(LUOSHI_SANITIZE)
  add_compile_options(-fsanitize=${LUOSHI_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LUOSHI_SANITIZE})
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(GTest REQUIRED)
