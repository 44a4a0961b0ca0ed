/* SPDX-License-Identifier: MIT */
#include <octavo/mm.h>
