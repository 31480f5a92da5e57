# Writes nulls.c: one test for each function of the API that the header declares.
#
#   cmake -DHEADER=include/WebServices.h -DAPI=webservices-api.json -DOUTPUT=nulls.c -P nulls.cmake
#
# What each test asks: a call with nothing but NULL and 0 does not crash, fails where a pointer is required, and leaves
# a text in the WS_ERROR that it was given; so does a live handle of the wrong kind in place of each handle.
cmake_minimum_required(VERSION 3.19)

file(READ "${HEADER}" header)
file(READ "${API}" api)
string(JSON functions GET "${api}" functions)
string(JSON handles GET "${api}" handles)
string(JSON last LENGTH "${functions}")
math(EXPR last "${last} - 1")

set(bodies "")
set(table "")
set(count 0)
foreach(index RANGE ${last})
  string(JSON function GET "${functions}" ${index})
  string(JSON name GET "${function}" name)
  if(NOT header MATCHES "\n(HRESULT|void) ${name}\\(")
    continue()
  endif()
  string(JSON returns GET "${function}" returns)
  string(JSON parameters GET "${function}" parameters)
  string(JSON parameter_count LENGTH "${parameters}")

  # `nothing`: the arguments of a call with nothing; `kinds`: position and kind of each handle.
  set(nothing "")
  set(kinds "")
  set(error_at -1)
  set(required FALSE)
  if(parameter_count GREATER 0)
    math(EXPR parameter_last "${parameter_count} - 1")
    foreach(position RANGE ${parameter_last})
      string(JSON parameter GET "${parameters}" ${position})
      string(JSON parameter_name GET "${parameter}" name)
      string(JSON type GET "${parameter}" type)
      string(JSON optional ERROR_VARIABLE absent GET "${parameter}" optional)
      string(JSON length ERROR_VARIABLE no_length GET "${parameter}" length)
      list(APPEND nothing 0)
      if(type MATCHES "\\*" AND absent AND no_length)
        set(required TRUE)
      endif()
      if(type STREQUAL "WS_ERROR*" AND parameter_name STREQUAL "error" AND NOT absent)
        set(error_at ${position})
      endif()
      if(type MATCHES "^(const )?(WS_[A-Z_]+)\\*$" AND handles MATCHES "\"${CMAKE_MATCH_2}\"")
        list(APPEND kinds "${position}:${CMAKE_MATCH_2}")
      endif()
    endforeach()
  endif()

  # A call with `value` at `position`, and the error object where there is a place for it.
  macro(call position value with_error)
    set(arguments ${nothing})
    if(${with_error} AND NOT error_at EQUAL -1)
      list(REMOVE_AT arguments ${error_at})
      list(INSERT arguments ${error_at} error)
    endif()
    if(NOT "${position}" STREQUAL "")
      list(REMOVE_AT arguments ${position})
      list(INSERT arguments ${position} "${value}")
    endif()
    list(JOIN arguments ", " arguments)
    set(line "${name}(${arguments})")
    if(NOT returns STREQUAL "HRESULT")
      string(APPEND body "    ${line};\n")
    elseif(NOT required)
      string(APPEND body "    (void)${line};\n")
    elseif(${with_error} AND NOT error_at EQUAL -1 AND NOT "${position}" STREQUAL "${error_at}")
      string(APPEND body "    must_fail(${line}, error, \"${line}\");\n")
    else()
      string(APPEND body "    must_fail(${line}, NULL, \"${line}\");\n")
    endif()
  endmacro()

  set(body "")
  call("" "" FALSE)
  if(NOT error_at EQUAL -1)
    call("" "" TRUE)
  endif()
  foreach(entry IN LISTS kinds)
    string(REPLACE ":" ";" entry "${entry}")
    list(GET entry 0 position)
    list(GET entry 1 kind)
    if(kind STREQUAL "WS_ERROR")
      call(${position} "(void *)heap" FALSE)
    else()
      call(${position} "(void *)error" FALSE)
      if(NOT kind STREQUAL "WS_HEAP")
        call(${position} "(void *)heap" TRUE)
      else()
        call(${position} "(void *)other_error" TRUE)
      endif()
    endif()
  endforeach()
  string(APPEND bodies "static void test_${name}(void **state)\n{\n    USE_FIXTURE(state);\n${body}}\n\n")
  string(APPEND table "        FIXTURE_TEST(test_${name}),\n")
  math(EXPR count "${count} + 1")
endforeach()

if(count EQUAL 0)
  message(FATAL_ERROR "${HEADER} declares no function of ${API}: nothing would be tested.")
endif()
message(STATUS "nulls.c: ${count} functions")

file(WRITE "${OUTPUT}" "/* Written by nulls.cmake. */
#include \"support/check.h\"

static WS_ERROR *other_error;

#define USE_FIXTURE(state)                                \\
    WS_HEAP *heap = ((FIXTURE *)*(state))->heap;          \\
    WS_ERROR *error = ((FIXTURE *)*(state))->error;       \\
    (void)heap;                                           \\
    (void)error

static void must_fail(HRESULT hr, WS_ERROR *error, const char *call)
{
    if (SUCCEEDED(hr)) {
        fail_msg(\"%s returned %08X\", call, HR(hr));
    }
    if (error != NULL) {
        if (text_count(error) == 0) {
            fail_msg(\"%s left no text\", call);
        }
        assert_ok(WsResetError(error), NULL);
    }
}

${bodies}int main(void)
{
    const struct CMUnitTest tests[] = {
${table}    };
    if (FAILED(WsCreateError(NULL, 0, &other_error))) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    WsFreeError(other_error);
    return failed;
}
")
