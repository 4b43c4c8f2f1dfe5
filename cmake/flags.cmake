# One interface target carries every compiler flag.
add_library(assay_flags INTERFACE)
target_compile_definitions(assay_flags INTERFACE _POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700
  _DEFAULT_SOURCE)
target_include_directories(assay_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
target_compile_options(assay_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wwrite-strings -Wcast-qual -Wundef -Wformat=2 -Wvla -fno-common -ffp-contract=off
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wold-style-definition>
  $<$<BOOL:${ASSAY_WERROR}>:-Werror>)
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_options(assay_flags INTERFACE -fstack-protector-strong -fPIE
    $<$<NOT:$<BOOL:${ASSAY_SANITIZE}>>:-U_FORTIFY_SOURCE> $<$<NOT:$<BOOL:${ASSAY_SANITIZE}>>:-D_FORTIFY_SOURCE=2>)
  target_link_options(assay_flags INTERFACE -pie -Wl,-z,relro -Wl,-z,now)
endif()
if(ASSAY_SANITIZE)
  target_compile_options(assay_flags INTERFACE -fsanitize=address,undefined
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(assay_flags INTERFACE -fsanitize=address,undefined)
endif()
if(ASSAY_FUZZ)
  target_compile_options(assay_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
