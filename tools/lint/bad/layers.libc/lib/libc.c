/* SPDX-License-Identifier: MIT */
/* The core is freestanding. */
#include <stdio.h>
