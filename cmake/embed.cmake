# assay_embed(TARGET DIR GLOB NAME): the files of DIR become a C array of struct embedded called
# NAME, as bytes: a string literal over 4,095 characters is an error under -Wpedantic.
function(assay_embed target dir glob name)
  file(GLOB files CONFIGURE_DEPENDS ${dir}/${glob})
  set(out ${CMAKE_BINARY_DIR}/generated/${name}.c)
  add_custom_command(OUTPUT ${out} DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMAND ${CMAKE_COMMAND} -DDIR=${dir} -DGLOB=${glob} -DNAME=${name} -DOUT=${out}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake)
  target_sources(${target} PRIVATE ${out})
  string(REPLACE "assay_" "layer_" layer ${target})
  if(TARGET ${layer})
    target_sources(${layer} PRIVATE ${out})
  endif()
endfunction()
