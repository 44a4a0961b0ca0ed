/* SPDX-License-Identifier: MIT */
int pair_double(int x);
int pair_part(int x);
