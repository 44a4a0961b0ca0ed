/* SPDX-License-Identifier: MIT */
/*
 * syscalls_x86_64.h - see syscalls.c: the calls of x86-64 and what they expect.
 */
#ifndef SYSCALLS_X86_64_H
#define SYSCALLS_X86_64_H

/* Of the hosted machine, and without a host. */
#define TASK_SIZE	0x7fff0000ul
#define USER_END	0x7ffffffff000ul
#define KERNEL_TEXT	0xffffffff81000000

/* Ends the program, replaces it, waits, or takes arguments from memory that
 * nobody looked at. */
#define LEFT_OUT 15, 34, 56, 57, 58, 60, 130, 169, 231, 322, 435, 436

#define HINTS \
	{ 0, "fbn", 0 }, { 1, "fbn", 0 }, { 2, "pxx", 'O' }, { 3, "f", 'C' }, \
	{ 4, "pb", 0 }, { 5, "fb", 0 }, { 6, "pb", 0 }, { 7, "bxx", 'P' }, \
	{ 8, "fox", 0 }, { 9, "anxxfo", 'M' }, { 10, "anx", 'G' }, \
	{ 11, "an", 'U' }, { 12, "a", 0 }, { 13, "sib8", 0 }, \
	{ 14, "xbb8", 0 }, { 16, "fxb", 'C' }, { 17, "fbno", 0 }, \
	{ 18, "fbno", 0 }, { 19, "fvx", 0 }, { 20, "fvx", 0 }, { 21, "px", 0 }, \
	{ 22, "b", 'I' }, { 23, "xbbbz", 0 }, { 25, "annxa", 'R' }, \
	{ 26, "anx", 'G' }, { 27, "anb", 0 }, { 28, "anx", 'G' }, \
	{ 32, "f", 0 }, { 33, "ff", 'D' }, { 35, "zb", 0 }, { 40, "ffbn", 0 }, \
	{ 59, "pvv", 'E' }, { 61, "xbxb", 0 }, { 62, "xs", 0 }, { 63, "b", 0 }, \
	{ 72, "fxx", 'F' }, { 73, "fx", 'W' }, { 74, "f", 0 }, { 76, "po", 0 }, \
	{ 77, "fo", 0 }, { 79, "bn", 0 }, { 80, "p", 0 }, { 81, "f", 0 }, \
	{ 82, "pp", 0 }, { 83, "px", 0 }, { 84, "p", 0 }, { 85, "px", 0 }, \
	{ 86, "pp", 0 }, { 87, "p", 0 }, { 88, "pp", 0 }, { 89, "pbn", 0 }, \
	{ 90, "px", 0 }, { 91, "fx", 0 }, { 92, "pxx", 0 }, { 96, "bb", 0 }, \
	{ 97, "xb", 0 }, { 98, "xb", 0 }, { 99, "b", 0 }, { 103, "xbn", 0 }, \
	{ 115, "xb", 0 }, { 116, "xb", 0 }, { 128, "bbz8", 0 }, \
	{ 131, "bb", 0 }, { 132, "pb", 0 }, { 133, "pxx", 'K' }, \
	{ 137, "pb", 0 }, { 138, "fb", 0 }, { 149, "an", 'G' }, \
	{ 150, "an", 'G' }, { 157, "xbbbb", 0 }, { 158, "xb", 0 }, \
	{ 160, "xb", 'L' }, { 161, "p", 0 }, { 200, "xs", 0 }, \
	{ 202, "bxxzbx", 0 }, { 203, "xnb", 0 }, { 204, "xnb", 0 }, \
	{ 216, "anxxx", 'G' }, { 217, "fbn", 0 }, { 218, "b", 0 }, \
	{ 227, "xb", 0 }, { 228, "xb", 0 }, { 229, "xb", 0 }, \
	{ 230, "xxzb", 0 }, { 234, "xxs", 0 }, { 235, "pb", 0 }, \
	{ 257, "fpxx", 'Q' }, { 258, "fpx", 0 }, { 259, "fpxx", 'H' }, \
	{ 262, "fpbx", 0 }, { 263, "fpx", 0 }, { 264, "fpfp", 0 }, \
	{ 265, "fpfpx", 0 }, { 266, "pfp", 0 }, { 267, "fpbn", 0 }, \
	{ 268, "fpx", 0 }, { 269, "fpx", 0 }, { 270, "xbbbzb", 0 }, \
	{ 271, "bxzb8", 0 }, { 274, "xbb", 0 }, { 280, "fpbx", 0 }, \
	{ 285, "fxoo", 0 }, { 292, "ffx", 'D' }, { 293, "bx", 'J' }, \
	{ 295, "fvxo", 0 }, { 296, "fvxo", 0 }, { 302, "xxbb", 'N' }, \
	{ 309, "bb", 0 }, { 316, "fpfpx", 0 }, { 318, "bnx", 0 }, \
	{ 325, "anx", 'G' }, { 327, "fvxox", 0 }, { 328, "fvxox", 0 }, \
	{ 329, "anxx", 'G' }, { 332, "fpxxb", 0 }, { 439, "fpxx", 0 },

/* Further values at a boundary. */
#define OWN_VALUES 0x100000000, 0xffff888000000000, 0x7fffffffffff, \
	0x800000000000, 0x8000000000000000, 0x7fffffffffffffff, \
	0x7ffffffffffff000

#endif
