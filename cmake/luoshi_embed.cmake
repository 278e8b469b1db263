# luoshi_embed(<target> <symbol> <folder> <glob>…)
# Puts files into the binary. Generates <symbol>.hpp/.cpp with
#   std::span<const luoshi::base::EmbeddedFile> luoshi::embedded::<symbol>();
# names are relative to <folder>, sorted. Data goes through the assembler's .incbin: instant for megabytes.
function(luoshi_embed target symbol folder)
  set(files)
  foreach(glob ${ARGN})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/${glob})
    list(APPEND files ${found})
  endforeach()
  list(SORT files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(asm "")
  set(table "")
  set(externs "")
  set(index 0)
  set(paths)
  foreach(file ${files})
    list(APPEND paths ${folder}/${file})
    string(APPEND externs "extern const char ${symbol}_${index}_begin[]; extern const char ${symbol}_${index}_end[];\n")
    string(APPEND asm "asm(\".section .rodata\\n.global ${symbol}_${index}_begin\\n${symbol}_${index}_begin:\\n.incbin \\\"${folder}/${file}\\\"\\n.global ${symbol}_${index}_end\\n${symbol}_${index}_end:\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND table "    {\"${file}\", {${symbol}_${index}_begin, static_cast<std::size_t>(${symbol}_${index}_end - ${symbol}_${index}_begin)}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${out}/${symbol}.hpp CONTENT
"#pragma once
#include \"base/embedded_file.hpp\"
namespace luoshi::embedded { base::EmbeddedFiles ${symbol}(); }
" @ONLY)
  file(CONFIGURE OUTPUT ${out}/${symbol}.cpp CONTENT
"#include \"${symbol}.hpp\"
${asm}
extern \"C\" {
${externs}}
namespace luoshi::embedded {
base::EmbeddedFiles ${symbol}() {
  static const base::EmbeddedFile files[] = {
${table}    {\"\", {}}};
  return {files, ${index}};
}
}
" @ONLY)
  set_source_files_properties(${out}/${symbol}.cpp PROPERTIES OBJECT_DEPENDS "${paths}" SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${out}/${symbol}.cpp)
  target_include_directories(${target} PRIVATE ${out})
endfunction()
